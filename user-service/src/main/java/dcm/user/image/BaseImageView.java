package dcm.user.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.baseimage.BaseImageState;
import dcm.contract.baseimage.BaseImageState.Stage;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A base image as administrators see it. */
@Schema(examples = BaseImageView.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BaseImageView(
        @Schema(description = "Name with tag") String name,

        @Schema(description = "Increased by each registration; existing containers do not change")
        int version,

        BaseImageSource source,
        String description,

        @Schema(description = "Groups whose members may use the image")
        List<String> groups,

        @Schema(description = "Whether the image is retired")
        boolean retired,

        Instant changedAt,

        @Schema(description = "State of this version on each host; hosts without a report are missing")
        List<OnHost> hosts) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"name": "python:13", "version": 2, "source": {"kind": "recipe", "reference": "python"},
             "description": "NumPy, SciPy, Jupyter", "groups": ["students"], "retired": false,
             "changedAt": "2026-11-25T14:20:00Z",
             "hosts": [{"host": "n1", "stage": "ready",
                        "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"}]}""";

    /** The state of the base image on one host. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OnHost(
            String host,

            @Schema(
                    description =
                            "The host offers this version when the stage is ready, and the earlier version until then")
            Stage stage,

            @Schema(description = "Digest on this host") @Nullable
            String digest,

            @Schema(description = "Current activity, or the reason of a failure") @Nullable
            String detail) {
        private static OnHost of(HostName host, BaseImageState state) {
            ImageDigest digest = state.digest();
            return new OnHost(host.value(), state.stage(), digest == null ? null : digest.value(), state.detail());
        }
    }

    static BaseImageView of(BaseImageSnapshot image, Collection<HostSnapshot> hosts) {
        return new BaseImageView(
                image.name().value(),
                image.version(),
                image.source(),
                image.description(),
                image.groups().stream().map(GroupName::value).toList(),
                image.retired(),
                image.changedAt(),
                hosts.stream().flatMap(host -> on(host, image)).toList());
    }

    private static Stream<OnHost> on(HostSnapshot host, BaseImageSnapshot image) {
        return host.report().preparing().stream()
                .filter(state -> state.image().equals(image.name()) && state.version() == image.version())
                .map(state -> OnHost.of(host.name(), state));
    }
}
