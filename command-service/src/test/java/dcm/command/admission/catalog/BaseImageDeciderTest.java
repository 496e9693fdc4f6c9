package dcm.command.admission.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.baseimage.BaseImageSource.Kind;
import dcm.contract.event.BaseImageEvent.BaseImageRegistered;
import dcm.contract.event.CatalogEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.BaseImageIntent;
import dcm.contract.intent.BaseImageIntent.ChangeBaseImage;
import dcm.contract.intent.BaseImageIntent.RegisterBaseImage;
import dcm.contract.intent.BaseImageIntent.RetireBaseImage;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Quota;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.contract.snapshot.GroupSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BaseImageDeciderTest {
    private static final IntentId INTENT = TestInstallation.intent(1);
    private static final ImageName LAB = new ImageName("lab:1");
    private static final BaseImageSource LOCAL = new BaseImageSource(Kind.LOCAL, "lab", null);
    private static final GroupName STUDENTS = new GroupName("students");
    private static final GroupSnapshot GROUP =
            GroupSnapshot.empty(STUDENTS).define("", Quota.NONE, TestInstallation.NOW);
    private static final RegisterBaseImage REGISTER =
            new RegisterBaseImage(LAB, LOCAL, "The lab's", List.of(GroupName.EVERYBODY));

    @Test
    void eachRegistrationGetsTheNextVersion() {
        BaseImageSnapshot first = after(Catalog.EMPTY, REGISTER);

        assertThat(decide(Catalog.EMPTY, REGISTER))
                .isEqualTo(new BaseImageRegistered(INTENT, LAB, 1, LOCAL, "The lab's", List.of(GroupName.EVERYBODY)));
        assertThat(after(catalog(first), REGISTER).version()).isEqualTo(2);
    }

    @Test
    void omittedFieldsAreUnchanged() {
        BaseImageSnapshot image = after(Catalog.EMPTY, REGISTER);

        assertThat(after(catalog(GROUP, image), change(null, List.of(STUDENTS))))
                .isEqualTo(image.change("The lab's", List.of(STUDENTS), TestInstallation.NOW));
        assertThat(after(catalog(image), change("Ours", null)))
                .isEqualTo(image.change("Ours", List.of(GroupName.EVERYBODY), TestInstallation.NOW));
    }

    @Test
    void retiredBaseImageRejectsChangesUntilItIsRegisteredAgain() {
        Catalog retired = catalog(after(catalog(after(Catalog.EMPTY, REGISTER)), new RetireBaseImage(LAB)));

        assertThat(rejection(retired, change("Ours", null)).code()).isEqualTo(ErrorCode.UNKNOWN_IMAGE);
        assertThat(after(retired, REGISTER))
                .extracting(BaseImageSnapshot::version, BaseImageSnapshot::retired)
                .containsExactly(2, false);
    }

    @Test
    void unknownGroupsAndBaseImagesAreRejected() {
        assertThat(rejection(Catalog.EMPTY, new RegisterBaseImage(LAB, LOCAL, "", List.of(STUDENTS)))
                        .code())
                .isEqualTo(ErrorCode.UNKNOWN_GROUP);
        assertThat(rejection(catalog(after(Catalog.EMPTY, REGISTER)), change(null, List.of(STUDENTS)))
                        .code())
                .isEqualTo(ErrorCode.UNKNOWN_GROUP);
        assertThat(rejection(Catalog.EMPTY, new RetireBaseImage(LAB)).code()).isEqualTo(ErrorCode.UNKNOWN_IMAGE);
    }

    private static ChangeBaseImage change(@Nullable String description, @Nullable List<GroupName> groups) {
        return new ChangeBaseImage(LAB, description, groups);
    }

    private static Catalog catalog(CatalogSnapshot... things) {
        return Catalog.of(List.of(things));
    }

    private static CatalogEvent decide(Catalog catalog, BaseImageIntent intent) {
        return CatalogDecider.decide(catalog, INTENT, intent, List.of());
    }

    private static IntentRejected rejection(Catalog catalog, BaseImageIntent intent) {
        return (IntentRejected) decide(catalog, intent);
    }

    private static BaseImageSnapshot after(Catalog catalog, BaseImageIntent intent) {
        return (BaseImageSnapshot) CatalogFold.evolve(catalog, decide(catalog, intent), TestInstallation.NOW)
                .orElseThrow();
    }
}
