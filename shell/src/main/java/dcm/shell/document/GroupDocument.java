package dcm.shell.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A group of accounts.
 *
 * @param quota the limits of each member; {@code -1}: unlimited
 */
public record GroupDocument(
        String name,
        String description,
        Map<String, BigDecimal> quota,
        List<GrantDocument> grants,
        List<JsonNode> members) {}
