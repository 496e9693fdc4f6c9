package dcm.shell.document;

/**
 * A grant of a preset.
 *
 * @param until when the grant ends; empty: no end date
 * @param whose who has the grant; set by the command, not by the API
 */
public record GrantDocument(String preset, String until, String grantedBy, String note, String whose) {}
