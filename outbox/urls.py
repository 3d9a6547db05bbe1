"""What comes in from outside."""

from django.urls import path

from outbox.views import inbound

app_name = "outbox"

urlpatterns = [
    path("inbound/<str:secret>/", inbound, name="inbound"),
]
