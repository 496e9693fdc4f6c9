package dcm.shell.document;

/** The installation. */
public record AboutDocument(String version) {}
