package dcm.shell.document;

/**
 * The owner of a document in a list of several accounts.
 *
 * @param account empty in a list of one account
 */
public record OwnedDocument(String account) {}
