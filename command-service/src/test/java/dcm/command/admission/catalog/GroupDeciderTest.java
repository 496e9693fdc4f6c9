package dcm.command.admission.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.event.CatalogEvent;
import dcm.contract.event.GroupEvent;
import dcm.contract.event.GroupEvent.GroupDefined;
import dcm.contract.event.GroupEvent.GroupRemoved;
import dcm.contract.event.GroupEvent.PresetGrantedToGroup;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.Actor;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.intent.GroupIntent;
import dcm.contract.intent.GroupIntent.DefineGroup;
import dcm.contract.intent.GroupIntent.GrantPresetToGroup;
import dcm.contract.intent.GroupIntent.RemoveGroup;
import dcm.contract.intent.GroupIntent.RevokePresetFromGroup;
import dcm.contract.preset.PresetName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.contract.snapshot.GroupSnapshot;
import dcm.contract.snapshot.PresetSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupDeciderTest {
    private static final IntentId INTENT = TestInstallation.intent(1);
    private static final GroupName STUDENTS = new GroupName("students");
    private static final Quota FEW = new Quota(Map.of(Resource.CONTAINERS, 2L));
    private static final GroupSnapshot GROUP =
            GroupSnapshot.empty(STUDENTS).define("Course", FEW, TestInstallation.NOW);
    private static final PresetName BIG = new PresetName("big");
    private static final PresetSnapshot PRESET =
            new PresetSnapshot(BIG, 1, "", TestInstallation.cpus("16"), false, TestInstallation.NOW);
    private static final Actor ADMIN = Actor.account(new OwnerName("admin"));
    private static final GrantPresetToGroup GRANT = new GrantPresetToGroup(STUDENTS, BIG, null, "why", ADMIN);

    @Test
    void groupIsDefinedAndChanged() {
        DefineGroup define = new DefineGroup(STUDENTS, "Course", FEW);

        assertThat(decide(Catalog.EMPTY, define)).isEqualTo(new GroupDefined(INTENT, STUDENTS, "Course", FEW));
        assertThat(after(catalog(GROUP), new DefineGroup(STUDENTS, "", Quota.NONE)))
                .isEqualTo(GROUP.define("", Quota.NONE, TestInstallation.NOW));
    }

    @Test
    void quotaOfTheEverybodyGroupIsChanged() {
        DefineGroup define = new DefineGroup(GroupName.EVERYBODY, "", FEW);

        Catalog after = catalog(after(Catalog.EMPTY, define));

        assertThat(after.groups()).extracting(GroupSnapshot::quota).containsExactly(FEW);
    }

    @Test
    void removalOfAGroupWithMembersIsRejectedWithSomeMemberNames() {
        List<AccountSnapshot> seven =
                IntStream.rangeClosed(1, 7).mapToObj(n -> member("s" + n)).toList();

        IntentRejected rejected =
                (IntentRejected) CatalogDecider.decide(catalog(GROUP), INTENT, new RemoveGroup(STUDENTS), seven);

        assertThat(rejected.code()).isEqualTo(ErrorCode.GROUP_IN_USE);
        assertThat(rejected.detail()).contains("s1, s2, s3, s4, s5 and 2 more");
    }

    @Test
    void emptyGroupIsRemovedAndCanBeDefinedAgainWithoutItsGrants() {
        Catalog granted = catalog(PRESET, after(catalog(PRESET, GROUP), GRANT));

        CatalogSnapshot removed = after(granted, new RemoveGroup(STUDENTS));

        assertThat(decide(granted, new RemoveGroup(STUDENTS))).isEqualTo(new GroupRemoved(INTENT, STUDENTS));
        assertThat(catalog(removed).group(STUDENTS)).isEmpty();
        assertThat(after(catalog(removed), new DefineGroup(STUDENTS, "Course", FEW)))
                .isEqualTo(GROUP);
    }

    @Test
    void removalOfTheEverybodyGroupIsRejected() {
        assertRejected(ErrorCode.GROUP_IN_USE, Catalog.EMPTY, new RemoveGroup(GroupName.EVERYBODY));
    }

    @Test
    void intentForAnUnknownGroupIsRejected() {
        assertRejected(ErrorCode.UNKNOWN_GROUP, catalog(PRESET), new RemoveGroup(STUDENTS));
        assertRejected(ErrorCode.UNKNOWN_GROUP, catalog(PRESET), GRANT);
        assertRejected(ErrorCode.UNKNOWN_GROUP, catalog(PRESET), new RevokePresetFromGroup(STUDENTS, BIG));
    }

    @Test
    void groupGrantAppliesToMembersUntilItIsRevoked() {
        Catalog granted = catalog(PRESET, after(catalog(PRESET, GROUP), GRANT));

        assertThat(decide(catalog(PRESET, GROUP), GRANT)).isInstanceOf(PresetGrantedToGroup.class);
        assertThat(granted.grant(member("s1"), BIG, TestInstallation.NOW)).isPresent();
        assertThat(granted.grant(account(new Profile("Bob", Role.USER, null, null, null)), BIG, TestInstallation.NOW))
                .isEmpty();
        Catalog revoked = catalog(PRESET, after(granted, new RevokePresetFromGroup(STUDENTS, BIG)));
        assertThat(revoked.grant(member("s1"), BIG, TestInstallation.NOW)).isEmpty();
        assertRejected(ErrorCode.NOT_FOUND, revoked, new RevokePresetFromGroup(STUDENTS, BIG));
    }

    @Test
    void grantOfAnUnknownOrRetiredPresetIsRejected() {
        PresetSnapshot retired =
                new PresetSnapshot(BIG, 1, "", TestInstallation.cpus("16"), true, TestInstallation.NOW);

        assertRejected(ErrorCode.UNKNOWN_PRESET, catalog(GROUP), GRANT);
        assertRejected(ErrorCode.UNKNOWN_PRESET, catalog(GROUP, retired), GRANT);
    }

    private static void assertRejected(ErrorCode code, Catalog catalog, GroupIntent intent) {
        assertThat(decide(catalog, intent))
                .isInstanceOfSatisfying(
                        IntentRejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(code));
    }

    private static AccountSnapshot member(String name) {
        return account(new Profile(name, Role.USER, null, STUDENTS, null));
    }

    private static AccountSnapshot account(Profile profile) {
        return AccountSnapshot.opened(
                new OwnerName(profile.displayName().toLowerCase(Locale.ROOT)),
                profile,
                List.of(),
                null,
                TestInstallation.NOW);
    }

    private static Catalog catalog(CatalogSnapshot... things) {
        return Catalog.of(List.of(things));
    }

    private static CatalogEvent decide(Catalog catalog, GroupIntent intent) {
        return CatalogDecider.decide(catalog, INTENT, intent, List.of());
    }

    private static CatalogSnapshot after(Catalog catalog, GroupIntent intent) {
        return CatalogFold.evolve(catalog, (GroupEvent) decide(catalog, intent), TestInstallation.NOW)
                .orElseThrow();
    }
}
