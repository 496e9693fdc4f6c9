package dcm.shell.document;

/** An error of the API (RFC 9457), or why an intent was rejected or failed. */
public record ProblemDocument(String code, String detail) {}
