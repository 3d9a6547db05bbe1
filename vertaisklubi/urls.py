"""Every address of the site; the paths themselves stand in each app's urls.py."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from vertaisklubi.views import health, ready

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth documents it so
admin.site.site_header = admin.site.site_title = _("Vertaisklubi: site administration")
admin.site.index_title = _("Everything that the installation keeps")

urlpatterns = [
    path("health/", health, name="health"),
    path("health/ready/", ready, name="ready"),
    path("accounts/", include("accounts.sign_in_urls")),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("clubs.urls")),
    path("", include("meetings.urls")),
    path("", include("boards.urls")),
    path("", include("feedback.urls")),
    path("", include("outbox.urls")),
    path("", include("ui.urls")),
    path("", include("home.urls")),
]

handler400 = "vertaisklubi.errors.bad_request"
handler403 = "vertaisklubi.errors.permission_denied"
handler404 = "vertaisklubi.errors.page_not_found"
# allauth's rate limits answer through this one.
handler429 = "vertaisklubi.errors.too_many_requests"
handler500 = "vertaisklubi.errors.server_error"
