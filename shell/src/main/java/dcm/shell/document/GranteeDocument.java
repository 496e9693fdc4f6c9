package dcm.shell.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An account or a group with its grants.
 *
 * @param group the group of an account; empty if it has none
 */
public record GranteeDocument(List<ObjectNode> grants, String group) {}
