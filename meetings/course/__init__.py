"""The course of a meeting (diễn biến): breaks, who presides, the quorum lost and met again, notices of the desk."""
