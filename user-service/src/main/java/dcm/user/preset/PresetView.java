package dcm.user.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetOptions;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.PresetSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A preset as administrators see it. */
@Schema(examples = PresetView.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PresetView(
        String name,

        @Schema(description = "Raised by each change; containers keep the version that they were made with")
        int version,

        String description,
        PresetOptions options,

        @Schema(description = "Whether nothing is made with it any more")
        boolean retired,

        Instant changedAt,

        @Schema(description = "Who may use it now") List<Grantee> grantedTo) {
    /** One, as it is answered. */
    public static final String EXAMPLE = """
            {"name": "big", "version": 2, "description": "16 CPUs and 64 GiB",
             "options": {"cpus": 16, "memoryMiB": 65536}, "retired": false, "changedAt": "2026-11-25T14:20:00Z",
             "grantedTo": [{"account": "alice", "until": "2027-03-31T22:00:00Z"}]}""";

    /** An account that may use a preset. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Grantee(
            String account,

            @Schema(description = "Absent: until it is revoked") @Nullable
            Instant until) {}

    static PresetView of(PresetSnapshot preset, Collection<AccountSnapshot> accounts, Instant now) {
        return new PresetView(
                preset.name().value(),
                preset.version(),
                preset.description(),
                preset.options(),
                preset.retired(),
                preset.changedAt(),
                (preset.retired() ? List.<AccountSnapshot>of() : accounts)
                        .stream()
                                .flatMap(account ->
                                        account
                                                .grant(preset.name(), now)
                                                .map(grant -> grantee(account, grant))
                                                .stream())
                                .toList());
    }

    private static Grantee grantee(AccountSnapshot account, Grant grant) {
        return new Grantee(account.name().value(), grant.until());
    }
}
