"""Pages that mix apps."""

from django.urls import path

from home.views import demo, facilitator, member, public

app_name = "home"

urlpatterns = [
    path("", public.index, name="index"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("me/", member.my_page, name="my-page"),
    path("clubs/<uuid:club>/", member.club, name="club"),
    path("clubs/<uuid:club>/next/", facilitator.next_steps, name="next-steps"),
    path("clubs/<uuid:club>/mail/", facilitator.outbox, name="outbox"),
    path("demo/", demo.demo, name="demo"),
    path("demo/sign-in/", demo.demo_sign_in, name="demo-sign-in"),
    path("demo/mail/", demo.demo_mail, name="demo-mail"),
    path("demo/mail/<str:letter>.eml", demo.demo_mail_raw, name="demo-mail-raw"),
    path("demo/mail/<str:letter>/", demo.demo_mail_letter, name="demo-mail-letter"),
    path("demo/mail/<str:letter>/html/", demo.demo_mail_html, name="demo-mail-html"),
]
