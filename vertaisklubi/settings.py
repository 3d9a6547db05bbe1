"""All settings of the site, one file for every place it runs; what differs comes from the environment (env.py)."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from vertaisklubi.env import read_environment
from vertaisklubi.logs import configure_logging

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment(BASE_DIR)

DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo
DATA_DIR = ENVIRONMENT.data_dir
BASE_URL = ENVIRONMENT.base_url
# Stands in the names of calendar entries. Set it once and leave it, also when the site moves: a calendar knows an entry by it.
CALENDAR_DOMAIN = ENVIRONMENT.mail.calendar_domain or urlsplit(BASE_URL).hostname or "localhost"
SERVICE_OWNER = ENVIRONMENT.service_owner
CONTACT_EMAIL = ENVIRONMENT.contact_email
SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = ENVIRONMENT.secret_key_fallbacks
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
IS_SECURE = urlsplit(BASE_URL).scheme == "https"

DATA_DIR.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "home",
    "boards",
    "feedback",
    "meetings",
    "clubs",
    "accounts",
    "audit",
    "outbox",
    "ui",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "vertaisklubi.middleware.StaticFilesMiddleware",
    "vertaisklubi.middleware.RequestLogMiddleware",
    # Hides the length of what it packs (BREACH); a stream that must not wait says `Content-Encoding: identity`.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "vertaisklubi.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "clubs.middleware.VisitorMiddleware",
]

ROOT_URLCONF = "vertaisklubi.urls"
ASGI_APPLICATION = "vertaisklubi.asgi.application"
WSGI_APPLICATION = "vertaisklubi.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clubs.context_processors.navigation",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "vertaisklubi"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("vertaisklubi",)
# Django's admin needs this app; the product never uses it (see the storage).
MESSAGE_STORAGE = "vertaisklubi.notes.RequestOnlyStorage"

# --- Data ---------------------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        **ENVIRONMENT.database,
        "CONN_MAX_AGE": ENVIRONMENT.conn_max_age,
        "CONN_HEALTH_CHECKS": True,
    }
}

# Kombu writes a socket's address in another way than the Redis client does.
BROKER = ENVIRONMENT.redis_url.replace("unix://", "redis+socket://", 1)
# A page must not wait for Redis: refused at once, silent for a second at most, with connecting and all.
REDIS_PATIENCE = {"socket_connect_timeout": 0.3, "socket_timeout": 0.7}

CACHES = {
    "default": (
        {
            "BACKEND": "vertaisklubi.cache.ForgivingRedisCache",
            "LOCATION": ENVIRONMENT.redis_url,
            "OPTIONS": REDIS_PATIENCE,
        }
        if ENVIRONMENT.redis_url
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

CELERY_BROKER_URL = BROKER or "memory://"
# A worker puts these back to the defaults (celery.py): its long poll outlasts them.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **REDIS_PATIENCE,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1

# --- Mail ---------------------------------------------------------------------------------------------------
EMAIL_URL = ENVIRONMENT.email_url
EMAIL_SERVER = ENVIRONMENT.email
FROM_EMAIL = DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.from_email
# Letters go through the outbox; this is for whatever a library might send by itself.
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'dummy' if EMAIL_SERVER.is_folder else 'smtp'}.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = EMAIL_SERVER.host, EMAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL_SERVER.user, EMAIL_SERVER.password
EMAIL_USE_TLS, EMAIL_USE_SSL = (
    EMAIL_SERVER.scheme == "smtp+starttls",
    EMAIL_SERVER.scheme == "smtps",
)
EMAIL_TIMEOUT = 10
# How patient the outbox is, in seconds; fault tests shorten these, a test pins the values here.
OUTBOX_BATCH_SIZE = 100
OUTBOX_BATCH_SECONDS = 60
OUTBOX_LEASE_SECONDS = 5 * 60
OUTBOX_UNSURE_SECONDS = 15 * 60
OUTBOX_RETRY_SECONDS = [minutes * 60 for minutes in (1, 5, 15, 60, 180, 360)]
OUTBOX_RETRY_LATER_SECONDS = 6 * 3600
# So many failures to connect in a row close the channel, and so long after that it tries one letter by itself.
OUTBOX_FAILURES_MAX = 5
OUTBOX_PROBE_SECONDS = 15 * 60
# What the relay allows: letters a minute over all processes (0 for no limit), and sessions in one process.
OUTBOX_PER_MINUTE = ENVIRONMENT.mail.per_minute
OUTBOX_CONNECTIONS = ENVIRONMENT.mail.connections
# Where bounces go, as `local+<signed letter>@domain`; unset, they go to the installation's own address.
BOUNCE_ADDRESS = ENVIRONMENT.mail.bounce_address
OUTBOX_BODY_DAYS = 30
OUTBOX_METADATA_DAYS = 365
AUDIT_DAYS = 365
# How long an earlier version of a meeting can be brought back, from when another replaced it.
REVISION_DAYS = 365
# Whether the DNS is asked for the domains of new addresses; off where the machine has no names of the outside.
CHECK_DOMAINS = ENVIRONMENT.mail.check_domains and not ENVIRONMENT.is_local
# What comes in: bounces and calendars' replies, from a mailbox that the tick reads or through a webhook; both may be unset.
INBOUND_MAILBOX = ENVIRONMENT.mail.mailbox
INBOUND_WEBHOOK_SECRET = ENVIRONMENT.mail.webhook_secret
# What makes a calendar's reply believable: our own mail server's finding, or the signed address to which it came.
INBOUND_AUTHSERV_ID = ENVIRONMENT.mail.authserv_id
INBOUND_REPLY_ADDRESS = ENVIRONMENT.mail.reply_address
INBOUND_LETTERS = 100
INBOUND_SECONDS = 20
INBOUND_REFUSED_DAYS = 30

# --- People -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# No password among these makes the sign-in page ask for the address alone and mail a code.
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "request_login_code": "accounts.forms.NewCodeForm",
    "confirm_login_code": "accounts.forms.CodeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_SECURE else "http"

# --- Language and time --------------------------------------------------------------------------------------
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Without hashed names the files are served from where they stand, and nothing is collected.
STATIC_ROOT = BASE_DIR / "staticfiles" if ENVIRONMENT.hashed_static else None
MEDIA_ROOT = DATA_DIR / "files"
HASHED_STATIC = ENVIRONMENT.hashed_static
WHITENOISE_USE_FINDERS = not HASHED_STATIC
# A developer's edit shows at once.
WHITENOISE_AUTOREFRESH = ENVIRONMENT.is_local
STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": STATIC_STORAGE
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "ui.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- The browser's side -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        # A letter's preview is a page of our own in a frame of our own.
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "vertaisklubi.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# The prefix binds a cookie to this very host; browsers accept it only over https.
COOKIE_PREFIX = "__Host-" if IS_SECURE else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
SECURE_SSL_REDIRECT = IS_SECURE
# A load balancer asks for the health page inside the house, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = configure_logging(level=ENVIRONMENT.log_level, as_json=not DEBUG)
LOGGING_CONFIG = "logging.config.dictConfig"
