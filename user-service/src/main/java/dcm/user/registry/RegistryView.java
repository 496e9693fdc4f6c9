package dcm.user.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.RegistryName;
import dcm.contract.snapshot.RegistrySnapshot;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A permitted registry. */
@Schema(examples = RegistryView.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegistryView(
        String name,

        @Schema(description = "Other servers to which the registry may refer")
        List<String> hosts,

        @Schema(description = "Whether users may pull but not push")
        boolean pullOnly,

        @Schema(description = "Whether it is used without TLS")
        boolean plainHttp,

        @Schema(description = "Certificates of the trusted CAs; absent: public CAs") @Nullable
        String certificates,

        Instant changedAt) {
    /** An example response. */
    static final String EXAMPLE = """
            {"name": "registry.lab.example:5000", "hosts": ["tokens.lab.example"], "pullOnly": false,
             "plainHttp": false, "changedAt": "2026-11-28T14:20:00Z"}""";

    static RegistryView of(RegistrySnapshot registry) {
        return new RegistryView(
                registry.name().value(),
                registry.options().hosts().stream().map(RegistryName::value).toList(),
                registry.options().pullOnly(),
                registry.options().plainHttp(),
                registry.options().certificates(),
                registry.changedAt());
    }
}
