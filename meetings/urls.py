from django.urls import URLPattern, path

app_name = "meetings"

# Planning a season, its themes and its pairs
planning: list[URLPattern] = []

# A meeting and those who come to it
meeting_pages: list[URLPattern] = []

urlpatterns = [*planning, *meeting_pages]
