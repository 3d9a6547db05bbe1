"""What Celery may be told about mail: that there is some."""

from celery import shared_task

from outbox import delivery


@shared_task(name="outbox.send_due")
def send_due() -> int:
    """Send what is due; the hint that a click gives on commit."""
    return delivery.run_due()
