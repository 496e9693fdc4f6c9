package dcm.projection.change;

import dcm.contract.identity.OwnerName;
import org.jspecify.annotations.Nullable;

/**
 * A change as clients get it.
 *
 * @param owner who sees it in addition to administrators; null: administrators only
 * @param event the kind of the resource, such as {@code container}
 * @param document a JSON object: the view of the resource, or that it was removed
 */
public record ViewChange(@Nullable OwnerName owner, String event, String document) {}
