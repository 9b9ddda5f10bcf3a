"""What readers and programs do with the bank over time: saved searches and alerts, feeds, sitemap, bulk files.

Only public acts leave by it, taken through `Act.objects.visible_to(None)` at the moment of leaving.
"""
