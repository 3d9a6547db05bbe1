from django.urls import path

app_name = "meetings"

# Planning a season, its themes and its pairs
planning = []

# A meeting and those who come to it
meeting_pages = []

urlpatterns = [*planning, *meeting_pages]
