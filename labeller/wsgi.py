"""The entry that the HTTP server loads."""

import os

from django.core.wsgi import get_wsgi_application

from labeller.memory import keep_few_heaps, look_for_cycles_rarely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labeller.settings")

application = get_wsgi_application()

keep_few_heaps()
look_for_cycles_rarely()
