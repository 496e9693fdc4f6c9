package dcm.contract.snapshot;

import dcm.contract.identity.GroupName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.RegistryName;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.EffectiveQuota;
import dcm.contract.quota.Quota;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The catalog: presets, base images, groups and registries.
 *
 * @param presets by name, including retired presets
 * @param baseImages by name, including retired images
 * @param groups by name, always including {@link GroupName#EVERYBODY}, without removed groups
 * @param registries by name, only those that are permitted
 */
public record Catalog(
        List<PresetSnapshot> presets,
        List<BaseImageSnapshot> baseImages,
        List<GroupSnapshot> groups,
        List<RegistrySnapshot> registries) {
    /** A catalog with the group everybody only. */
    public static final Catalog EMPTY = of(List.of());

    public Catalog {
        presets = List.copyOf(presets);
        baseImages = List.copyOf(baseImages);
        groups = List.copyOf(groups);
        registries = List.copyOf(registries);
    }

    /** The catalog with these entries. */
    public static Catalog of(Collection<? extends CatalogSnapshot> things) {
        Stream<GroupSnapshot> groups = of(things, GroupSnapshot.class).filter(group -> !group.removed());
        boolean hasEverybody =
                of(things, GroupSnapshot.class).anyMatch(group -> group.name().equals(GroupName.EVERYBODY));
        Stream<GroupSnapshot> everybody =
                hasEverybody ? Stream.of() : Stream.of(GroupSnapshot.empty(GroupName.EVERYBODY));
        return new Catalog(
                of(things, PresetSnapshot.class)
                        .sorted(Comparator.comparing(PresetSnapshot::name))
                        .toList(),
                of(things, BaseImageSnapshot.class)
                        .sorted(Comparator.comparing(image -> image.name().value()))
                        .toList(),
                Stream.concat(groups, everybody)
                        .sorted(Comparator.comparing(GroupSnapshot::name))
                        .toList(),
                of(things, RegistrySnapshot.class)
                        .filter(registry -> !registry.forbidden())
                        .sorted(Comparator.comparing(RegistrySnapshot::name))
                        .toList());
    }

    private static <T> Stream<T> of(Collection<? extends CatalogSnapshot> things, Class<T> type) {
        return things.stream().filter(type::isInstance).map(type::cast);
    }

    /** The preset of this name, also if it is retired. */
    public Optional<PresetSnapshot> preset(PresetName name) {
        return presets.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    /** The base image of this name with a tag, also if it is retired. */
    public Optional<BaseImageSnapshot> baseImage(ImageName name) {
        return baseImages.stream().filter(image -> image.name().equals(name)).findFirst();
    }

    /**
     * Whether an account may use a base image that hosts offer. Images that are not in the catalog are for everybody.
     */
    public boolean offers(ImageName name, AccountSnapshot account) {
        return baseImage(name).map(image -> image.isFor(account.group())).orElse(true);
    }

    public Optional<GroupSnapshot> group(GroupName name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    /** The registry of this name; empty if it is not permitted. */
    public Optional<RegistrySnapshot> registry(RegistryName name) {
        return registries.stream()
                .filter(registry -> registry.name().equals(name))
                .findFirst();
    }

    /**
     * Why users may not use a registry, in sentences for them; empty if they may.
     *
     * @param push whether to push an image; otherwise to pull one
     */
    public Optional<String> objection(RegistryName name, boolean push) {
        Optional<RegistrySnapshot> known = registry(name);
        if (known.filter(registry -> !push || !registry.options().pullOnly()).isPresent()) {
            return Optional.empty();
        }
        String permitted = registries.stream()
                .filter(registry -> !push || !registry.options().pullOnly())
                .map(registry -> registry.name().value())
                .collect(Collectors.joining(", "));
        String action = push ? "push images to" : "pull images from";
        return Optional.of("You may not " + action + " the registry '" + name + "'. "
                + (permitted.isEmpty() ? "No registry is permitted for this." : "Permitted: " + permitted + ".")
                + " An administrator can permit a registry: registry permit HOST[:PORT].");
    }

    /** The limits that apply to an account. A missing group sets no limits. */
    public EffectiveQuota allowance(AccountSnapshot account) {
        return allowance(account.quota(), account.group());
    }

    /** The limits of an account with these limits of its own in this group. */
    public EffectiveQuota allowance(Quota own, @Nullable GroupName group) {
        return EffectiveQuota.of(own, group, quota(group), quota(GroupName.EVERYBODY));
    }

    private Quota quota(@Nullable GroupName name) {
        return Optional.ofNullable(name)
                .flatMap(this::group)
                .map(GroupSnapshot::quota)
                .orElse(Quota.NONE);
    }

    /**
     * The grant that permits an account to use a preset at this time: its own or one of its groups'. Of several, the
     * one that ends last.
     */
    public Optional<Grant> grant(AccountSnapshot account, PresetName preset, Instant now) {
        return grants(account)
                .filter(grant -> grant.preset().equals(preset) && grant.isValid(now))
                .max(Comparator.comparing(grant -> grant.until() == null ? Instant.MAX : grant.until()));
    }

    /** The presets that an account may use at this time, by name, including retired presets. */
    public List<PresetName> granted(AccountSnapshot account, Instant now) {
        return grants(account)
                .filter(grant -> grant.isValid(now))
                .map(Grant::preset)
                .distinct()
                .sorted()
                .toList();
    }

    private Stream<Grant> grants(AccountSnapshot account) {
        Stream<Grant> ofGroups = Stream.of(Optional.ofNullable(account.group()), Optional.of(GroupName.EVERYBODY))
                .flatMap(Optional::stream)
                .flatMap(name -> group(name).stream())
                .flatMap(group -> group.grants().stream());
        return Stream.concat(account.grants().stream(), ofGroups);
    }
}
