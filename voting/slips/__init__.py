"""Opinion slips (phiếu lấy ý kiến): a question put to a body's members in writing, outside a meeting."""
