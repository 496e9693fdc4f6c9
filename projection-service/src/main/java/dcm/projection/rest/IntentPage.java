package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of intents.
 *
 * @param next the cursor of the next page; absent on the last page
 */
@Schema(examples = "{\"items\": [" + IntentEntry.EXAMPLE + "]}")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntentPage(List<IntentEntry> items, @Nullable String next) {}
