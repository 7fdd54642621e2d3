"""What both teams signed: vocabulary, the agreement, its document, sign-offs; check, read and sign."""
