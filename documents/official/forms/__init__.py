"""Parts every official paper shares (Nghị định 30/2020/NĐ-CP, Phụ lục I): header, number, dates, signers."""

from documents.official.forms.parts import Header, Signer, document_number, header_of, padded

__all__ = ["Header", "Signer", "document_number", "header_of", "padded"]
