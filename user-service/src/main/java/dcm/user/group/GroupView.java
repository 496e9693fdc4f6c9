package dcm.user.group;

import dcm.contract.identity.GroupName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.GroupSnapshot;
import dcm.user.grant.GrantView;
import dcm.user.quota.QuotaLimits;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A group as administrators see it. */
@Schema(examples = GroupView.EXAMPLE)
public record GroupView(
        @Schema(description = "All accounts are members of the group everybody, in addition to another group")
        String name,

        String description,

        @Schema(description = "Limits of each member, unless the account has its own")
        QuotaLimits quota,

        @Schema(description = "Presets that all members may use, including ended grants")
        List<GrantView> grants,

        @Schema(description = "Accounts that are members") List<String> members) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"name": "students", "description": "Operating systems, spring term", "quota": {"containers": 2, "cpus": 2},
             "grants": [{"preset": "big", "until": "2027-03-31T22:00:00Z", "note": "for the course",
              "grantedBy": "account/admin", "grantedAt": "2026-11-25T14:30:00Z"}], "members": ["alice", "bob"]}""";

    static GroupView of(GroupSnapshot group, Collection<AccountSnapshot> accounts) {
        return new GroupView(
                group.name().value(),
                group.description(),
                QuotaLimits.of(group.quota()),
                group.grants().stream().map(GrantView::of).toList(),
                accounts.stream()
                        .filter(account -> group.name().equals(GroupName.EVERYBODY)
                                || group.name().equals(account.group()))
                        .map(account -> account.name().value())
                        .toList());
    }
}
