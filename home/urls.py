"""Pages that mix apps."""

from django.urls import path

from home.views import demo, facilitator, member, outbox, planned, public, themes

app_name = "home"

urlpatterns = [
    path("", public.index, name="index"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("me/", member.my_page, name="my-page"),
    path("clubs/", facilitator.clubs, name="clubs"),
    path("clubs/<uuid:club>/", member.club, name="club"),
    path("clubs/<uuid:club>/next/", facilitator.next_steps, name="next-steps"),
    path("themes/<uuid:theme>/", themes.theme, name="theme"),
    path("clubs/<uuid:club>/themes/proposals/", themes.theme_proposals, name="theme-proposals"),
    path("clubs/<uuid:club>/mail/", outbox.outbox, name="outbox"),
    path("clubs/<uuid:club>/mail/leaving/", outbox.leaving, name="leaving"),
    path("clubs/<uuid:club>/mail/sent/<str:topic>/<str:kind>/", outbox.sending, name="sending"),
    path(
        "clubs/<uuid:club>/mail/sent/<str:topic>/<str:kind>/stop/",
        outbox.sending_stop,
        name="sending-stop",
    ),
    path("clubs/<uuid:club>/mail/letters/<uuid:message>/", outbox.letter, name="letter"),
    path(
        "clubs/<uuid:club>/mail/letters/<uuid:message>/html/",
        outbox.letter_html,
        name="letter-html",
    ),
    path(
        "clubs/<uuid:club>/mail/letters/<uuid:message>/mend/",
        outbox.letter_mend,
        name="letter-mend",
    ),
    path(
        "clubs/<uuid:club>/mail/letters/<uuid:message>/works/",
        outbox.address_works,
        name="address-works",
    ),
    path(
        "clubs/<uuid:club>/mail/planned/<uuid:meeting>/<slug:step>/",
        planned.planned,
        name="planned",
    ),
    path(
        "clubs/<uuid:club>/mail/planned/<uuid:meeting>/<slug:step>/html/",
        planned.planned_html,
        name="planned-html",
    ),
    path(
        "clubs/<uuid:club>/mail/planned/<uuid:meeting>/<slug:step>/change/",
        planned.planned_change,
        name="planned-change",
    ),
    path("demo/", demo.demo, name="demo"),
    path("demo/sign-in/", demo.demo_sign_in, name="demo-sign-in"),
    path("demo/mail/", demo.demo_mail, name="demo-mail"),
    path("demo/mail/<str:letter>.eml", demo.demo_mail_raw, name="demo-mail-raw"),
    path("demo/mail/<str:letter>/", demo.demo_mail_letter, name="demo-mail-letter"),
    path("demo/mail/<str:letter>/html/", demo.demo_mail_html, name="demo-mail-html"),
]
