package dcm.user.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetOptions;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.GroupSnapshot;
import dcm.contract.snapshot.PresetSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A preset as administrators see it. */
@Schema(examples = PresetView.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PresetView(
        String name,

        @Schema(description = "Increased by each change; containers keep the version with which they were created")
        int version,

        String description,
        PresetOptions options,

        @Schema(description = "True if the preset was removed; new containers cannot use it")
        boolean retired,

        Instant changedAt,

        @Schema(description = "Groups and accounts that may use the preset now")
        List<Grantee> grantedTo) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"name": "big", "version": 2, "description": "16 CPUs and 64 GiB",
             "options": {"cpus": 16, "memoryMiB": 65536}, "retired": false, "changedAt": "2026-11-25T14:20:00Z",
             "grantedTo": [{"group": "students"}, {"account": "alice", "until": "2027-03-31T22:00:00Z"}]}""";

    /** The account or group that may use a preset. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Grantee(
            @Nullable String account,

            @Nullable String group,

            @Schema(description = "When the grant ends; absent: no end date") @Nullable
            Instant until) {}

    static PresetView of(
            PresetSnapshot preset,
            Collection<GroupSnapshot> groups,
            Collection<AccountSnapshot> accounts,
            Instant now) {
        Stream<Grantee> members = groups.stream()
                .flatMap(group -> valid(group.grants(), preset, now)
                        .map(grant -> new Grantee(null, group.name().value(), grant.until())));
        Stream<Grantee> single = accounts.stream()
                .flatMap(account -> valid(account.grants(), preset, now)
                        .map(grant -> new Grantee(account.name().value(), null, grant.until())));
        return new PresetView(
                preset.name().value(),
                preset.version(),
                preset.description(),
                preset.options(),
                preset.retired(),
                preset.changedAt(),
                preset.retired() ? List.of() : Stream.concat(members, single).toList());
    }

    private static Stream<Grant> valid(List<Grant> grants, PresetSnapshot preset, Instant now) {
        return grants.stream().filter(grant -> grant.preset().equals(preset.name()) && grant.isValid(now));
    }
}
