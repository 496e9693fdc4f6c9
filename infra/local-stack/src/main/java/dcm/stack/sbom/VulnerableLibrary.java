package dcm.stack.sbom;

import java.util.List;

/**
 * A library with a published vulnerability.
 *
 * @param ids the id of the advisory, and its other ids, such as of the CVE list
 * @param fixedIn the first version without it; empty if there is none
 */
public record VulnerableLibrary(Library library, List<String> ids, String fixedIn, String summary) {}
