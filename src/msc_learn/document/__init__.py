"""Read a source document: readers, the document model and sentence segmentation."""
