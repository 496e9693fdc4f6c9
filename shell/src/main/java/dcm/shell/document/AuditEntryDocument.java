package dcm.shell.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** An entry of the audit log. */
public record AuditEntryDocument(
        String id,
        String at,
        String actor,
        String account,
        String subject,
        String action,
        String from,
        String result,
        String detail,
        JsonNode request) {
    public AuditEntryDocument {
        request = request == null ? MissingNode.getInstance() : request;
    }
}
