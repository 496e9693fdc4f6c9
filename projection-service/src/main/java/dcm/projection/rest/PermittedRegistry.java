package dcm.projection.rest;

import dcm.contract.identity.RegistryName;
import dcm.contract.snapshot.RegistrySnapshot;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A registry as users see it. */
@Schema(examples = PermittedRegistry.EXAMPLE)
public record PermittedRegistry(
        String name,

        @Schema(description = "Other servers that may receive your credentials, such as its token server")
        List<String> hosts,

        @Schema(description = "Whether you may pull but not push")
        boolean pullOnly,

        @Schema(description = "Whether it is used without TLS: others in the network can read your credentials")
        boolean plainHttp) {
    /** An example response. */
    static final String EXAMPLE = """
            {"name": "registry.lab.example:5000", "hosts": ["tokens.lab.example"], "pullOnly": false,
             "plainHttp": false}""";

    static PermittedRegistry of(RegistrySnapshot registry) {
        return new PermittedRegistry(
                registry.name().value(),
                registry.options().hosts().stream().map(RegistryName::value).toList(),
                registry.options().pullOnly(),
                registry.options().plainHttp());
    }
}
