"""The entry that the HTTP server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labeller.settings")

application = get_wsgi_application()

# A page of 1000 annotations makes some 50,000 objects and no cycles: the collector's default of a look at every
# 700 of them took half of such a call (`python -m bench` shows it).
gc.freeze()
gc.set_threshold(100_000, 20, 50)
