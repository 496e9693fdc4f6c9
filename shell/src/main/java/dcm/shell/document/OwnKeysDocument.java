package dcm.shell.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The user's own account, of which only the keys are read, each as the API sent it. */
public record OwnKeysDocument(List<JsonNode> keys) {}
