package dcm.shell.document;

import java.util.Map;

/** The usage and limits of one account, by resource. */
public record AccountQuotaDocument(String account, Map<String, LimitDocument> quota) {}
