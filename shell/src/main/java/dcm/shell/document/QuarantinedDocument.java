package dcm.shell.document;

import java.util.Map;

/** A record in quarantine. */
public record QuarantinedDocument(String position, String at, String key, String reason, Map<String, String> headers) {}
