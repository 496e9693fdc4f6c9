package dcm.rest.description;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/**
 * Describes records as they are written. All fields are required except {@code @Nullable} ones, which are absent without
 * a value. A field that refers to another schema has no type of its own, which generators of clients would ignore with a
 * warning.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class RecordSchemas implements OASFilter {
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final DotName JSON_PROPERTY = DotName.createSimple(JsonProperty.class);
    private static final DotName JSON_INCLUDE = DotName.createSimple(JsonInclude.class);

    private final IndexView index;

    /** Created by the framework. */
    public RecordSchemas(IndexView index) {
        this.index = index;
    }

    @Override
    public Schema filterSchema(Schema schema) {
        if (schema.getRef() != null) {
            schema.setType(null);
        }
        return schema;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null || document.getComponents().getSchemas() == null) {
            return;
        }
        Map<String, List<ClassInfo>> records = index.getKnownClasses().stream()
                .filter(ClassInfo::isRecord)
                .collect(Collectors.groupingBy(RecordSchemas::schemaName));
        document.getComponents().getSchemas().forEach((name, schema) -> {
            if (schema.getProperties() == null) {
                return;
            }
            Set<String> fields = schema.getProperties().keySet();
            // Several records can have the same simple name. The fields tell which one this is.
            Set<String> required = records.getOrDefault(name, List.of()).stream()
                    .filter(type -> fieldNames(type).equals(fields))
                    .map(RecordSchemas::required)
                    .reduce((some, others) -> {
                        some.retainAll(others);
                        return some;
                    })
                    .orElseGet(TreeSet::new);
            if (schema.getRequired() != null) {
                required.addAll(schema.getRequired());
            }
            if (!required.isEmpty()) {
                schema.setRequired(fields.stream().filter(required::contains).toList());
            }
        });
    }

    private static String schemaName(ClassInfo type) {
        AnnotationInstance schema = type.declaredAnnotation(SCHEMA);
        AnnotationValue name = schema == null ? null : schema.value("name");
        return name == null ? type.simpleName() : name.asString();
    }

    private static Set<String> fieldNames(ClassInfo type) {
        return type.recordComponents().stream()
                .map(component -> jsonName(type, component))
                .collect(Collectors.toSet());
    }

    private static Set<String> required(ClassInfo type) {
        return type.recordComponents().stream()
                .filter(component -> isAlwaysPresent(type, component.type()))
                .map(component -> jsonName(type, component))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isAlwaysPresent(ClassInfo type, Type component) {
        return !component.hasAnnotation(NULLABLE)
                && !(omitsEmpty(type) && component.kind() == Type.Kind.PARAMETERIZED_TYPE);
    }

    private static boolean omitsEmpty(ClassInfo type) {
        AnnotationInstance inclusion = type.declaredAnnotation(JSON_INCLUDE);
        return inclusion != null && inclusion.value().asEnum().equals(JsonInclude.Include.NON_EMPTY.name());
    }

    private static String jsonName(ClassInfo type, RecordComponentInfo component) {
        FieldInfo field = type.field(component.name());
        AnnotationInstance property = field == null ? null : field.declaredAnnotation(JSON_PROPERTY);
        return property == null || property.value() == null
                ? component.name()
                : property.value().asString();
    }
}
