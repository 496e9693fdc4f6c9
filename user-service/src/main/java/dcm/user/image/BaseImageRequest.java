package dcm.user.image;

import dcm.contract.base.BaseImageSource;
import dcm.contract.base.BaseImageSource.Kind;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.BaseImageIntent.ChangeBaseImage;
import dcm.contract.intent.BaseImageIntent.RegisterBaseImage;
import dcm.contract.intent.ImageIntent.PromoteImage;
import dcm.user.rule.FieldRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT} and {@code PATCH /v1/catalog/images/NAME}. */
public record BaseImageRequest(
        @Schema(description = "What the hosts' engines call it; or its digest", examples = "lab/numerics:7") @Nullable
        String local,

        @Schema(
                description = "What hosts pull. Credentials are those of each host's engine client",
                examples = "registry.lab.example/numerics:7")
        @Nullable
        String registry,

        @Schema(
                description = "The address of an archive that docker save wrote; file:/// is a file of each host",
                examples = "https://files.lab.example/numerics.tar.gz")
        @Nullable
        String tarball,

        @Schema(description = "A folder with a Dockerfile among the hosts' recipes", examples = "python") @Nullable
        String recipe,

        @Schema(description = "An image of somebody's own, on the host that has it") @Nullable
        Promoted promote,

        @Schema(description = "The only host that is to look for it; absent: all", examples = "n1") @Nullable
        String host,

        @Schema(description = "For those who may use it, one line of at most 500 characters") @Nullable
        String description,

        @Schema(
                description = "Whose members may use it; absent when it is registered: everybody",
                examples = "[\"students\"]")
        @Nullable
        List<String> groups) {
    /** An image reference that Docker and registries accept and that no command can parse as an option. */
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}");

    /** A URL without user, query and fragment, because a user name or password in it would be stored in the log. */
    private static final Pattern ADDRESS = Pattern.compile("(https?://|file:///)[A-Za-z0-9][A-Za-z0-9._/:~%+-]{0,500}");

    private static final Pattern RECIPE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** An account's own image. */
    public record Promoted(
            @Schema(examples = "alice") @Nullable String account,

            @Schema(examples = "solver:2") @Nullable String image) {
        OwnerName owner() {
            return new OwnerName(given("promote.account", account));
        }

        ImageName name() {
            return new ImageName(given("promote.image", image));
        }

        private static String given(String field, @Nullable String value) {
            return Optional.ofNullable(value)
                    .orElseThrow(() -> new InvalidValueException(field + ": Say whose image it is, and which."));
        }
    }

    /** The image to promote; empty if the request names another source. */
    Optional<Promoted> promoted() {
        return Optional.ofNullable(promote);
    }

    RegisterBaseImage toRegister(ImageName name) {
        oneSource();
        return new RegisterBaseImage(name, source(), FieldRules.description(description), namedGroups());
    }

    PromoteImage toPromote(ImageName name, Promoted of) {
        oneSource();
        String words = FieldRules.description(description);
        return new PromoteImage(
                of.name(), name, words.isEmpty() ? of.name() + " of " + of.owner() : words, namedGroups());
    }

    ChangeBaseImage toChange(ImageName name) {
        if (Stream.of(local, registry, tarball, recipe, promote, host).anyMatch(Objects::nonNull)) {
            throw new InvalidValueException(
                    "Only description and groups can be changed so. PUT registers a new version.");
        }
        return new ChangeBaseImage(
                name,
                description == null ? null : FieldRules.description(description),
                groups == null ? null : namedGroups());
    }

    private void oneSource() {
        long given = Stream.of(local, registry, tarball, recipe, promote)
                .filter(Objects::nonNull)
                .count();
        if (given != 1) {
            throw new InvalidValueException(
                    "Say where it comes from, with one of local, registry, tarball, recipe, promote.");
        }
        if (promote != null && host != null) {
            throw new InvalidValueException("host: An image of somebody's own is where it was made.");
        }
    }

    private BaseImageSource source() {
        HostName only = host == null ? null : new HostName(host);
        if (local != null) {
            return new BaseImageSource(Kind.LOCAL, checked("local", local, REFERENCE), only);
        }
        if (registry != null) {
            return new BaseImageSource(Kind.REGISTRY, checked("registry", registry, REFERENCE), only);
        }
        if (tarball != null) {
            return new BaseImageSource(Kind.TARBALL, checked("tarball", tarball, ADDRESS), only);
        }
        return new BaseImageSource(Kind.RECIPE, checked("recipe", String.valueOf(recipe), RECIPE), only);
    }

    private static String checked(String field, String value, Pattern shape) {
        if (!shape.matcher(value).matches()) {
            throw new InvalidValueException(field + ": Not such a name: '" + value + "'.");
        }
        return value;
    }

    private List<GroupName> namedGroups() {
        if (groups == null) {
            return List.of(GroupName.EVERYBODY);
        }
        if (groups.isEmpty()) {
            throw new InvalidValueException("groups: At least one; 'everybody' is all.");
        }
        return groups.stream().map(GroupName::new).distinct().toList();
    }
}
