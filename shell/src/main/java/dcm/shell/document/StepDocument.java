package dcm.shell.document;

/** A step of an intent's progress. */
public record StepDocument(String what, String detail) {}
