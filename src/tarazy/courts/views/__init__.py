"""Pages of courts."""

from tarazy.courts.views.absences import absences
from tarazy.courts.views.courts import court, courts

__all__ = ["absences", "court", "courts"]
