package dcm.shell.document;

/** An event in the history of a container. */
public record HistoryEntryDocument(String at, String what, String detail, String actor) {}
