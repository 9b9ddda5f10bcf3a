"""An act as papers and data: PDF/A, Akoma Ntoso, DOCX."""
