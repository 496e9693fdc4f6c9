package dcm.user.host;

import dcm.contract.identity.HostLabel;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.intent.HostIntent.LabelHost;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /v1/hosts/NAME/labels}. */
public record LabelsRequest(
        @Schema(
                description = "All labels of the host; an empty list removes all. Users see them",
                required = true,
                examples = "[\"gpu\", \"fast\"]")
        @Nullable
        List<HostLabel> labels) {

    LabelHost toIntent() {
        if (labels == null || labels.stream().anyMatch(Objects::isNull)) {
            throw new InvalidValueException("labels: A list of labels is required; null is not allowed.");
        }
        if (labels.size() > PlacementRequest.MAX_LABELS) {
            throw new InvalidValueException(
                    "labels: At most " + PlacementRequest.MAX_LABELS + "; got " + labels.size() + ".");
        }
        return new LabelHost(labels.stream().distinct().sorted().toList());
    }
}
