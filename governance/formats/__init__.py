"""The encodings evidence is written in: JCS, CMS, Ed25519, PDF, each as its standard says."""
