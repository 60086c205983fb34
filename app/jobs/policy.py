"""Jobs are the house's own business."""

from app.policy import the_house

PERMISSIONS = {name: [[the_house]] for name in ("job.take", "job.renew", "job.finish", "job.sweep")}
