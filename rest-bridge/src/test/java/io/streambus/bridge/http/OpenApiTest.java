package io.streambus.bridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streambus.bridge.access.Role;
import io.streambus.bridge.document.FieldChange;
import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.document.LinkWriter;
import io.streambus.bridge.document.RegisteredClusterReader;
import io.streambus.bridge.http.problem.Problem;
import io.streambus.bridge.http.problem.ProblemCode;
import io.streambus.bridge.http.route.Route;
import io.streambus.bridge.http.route.RouteTable;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.lifecycle.LinkPreview;
import io.streambus.bridge.link.Compression;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.link.LinkType;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.cluster.Sasl;
import io.streambus.bridge.plan.ConnectorChange;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.secrets.SecretPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the kept document against what it describes. */
class OpenApiTest {

    private static final JsonNode API = read(new OpenApiResource().get());

    private static final List<Route> TABLE = new RouteTable(false).all();

    /** A line that nothing serves is as wrong as a call without a line, which would be closed to all but admins. */
    @Test
    void every_call_that_is_served_is_a_line_of_the_table_and_the_other_way_round() {
        assertThat(TABLE.stream().map(route -> route.method() + ' ' + route.template()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(served());
    }

    @Test
    void every_route_is_described_and_nothing_else() {
        Set<String> described = new TreeSet<>();
        API.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + ' ' + path.getKey())));

        assertThat(described).isEqualTo(served());
    }

    static Stream<Route> table() {
        return TABLE.stream();
    }

    @ParameterizedTest
    @MethodSource("table")
    void a_call_is_described_with_its_role_and_what_stands_before_it(Route route) {
        JsonNode call =
                API.path("paths").path(route.template()).path(route.method().toLowerCase(Locale.ROOT));
        boolean changes = !Route.isRead(route.method());
        Map<String, Boolean> answers = Map.of(
                "307",
                changes,
                "401",
                route.role().isPresent(),
                "403",
                true,
                "404",
                route.template().contains("{"),
                "408",
                changes,
                "413",
                true,
                "415",
                route.body() == Route.Body.DOCUMENT,
                "429",
                route.role().isPresent());

        assertThat(call.path("security")).isEqualTo(security(route.role()));
        assertThat(call.has("requestBody")).isEqualTo(route.body() == Route.Body.DOCUMENT);
        answers.forEach((status, expected) ->
                assertThat(call.path("responses").has(status)).as(status).isEqualTo(expected));
        assertThat(variables(call)).isEqualTo(variables(route.template()));
    }

    /** One of the ways to log in, each with the role. */
    private static JsonNode security(Optional<Role> role) {
        ArrayNode ways = JsonText.newObject().arrayNode();
        role.ifPresent(least -> API.at("/components/securitySchemes")
                .fieldNames()
                .forEachRemaining(way -> ways.addObject().putArray(way).add(least.word())));
        return ways;
    }

    private static Set<String> variables(JsonNode call) {
        return call.path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").asText().equals("path"))
                .map(parameter -> parameter.path("name").asText())
                .collect(Collectors.toSet());
    }

    private static Set<String> variables(String template) {
        return Pattern.compile("\\{(\\w+)}")
                .matcher(template)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    /** Of the resources that the server really registers. */
    private static Set<String> served() {
        ServiceGate gate = new ServiceGate();
        Set<String> routes = new TreeSet<>();
        HttpServer.resources(gate, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)).getInstances().stream()
                .map(Object::getClass)
                .filter(type -> type.isAnnotationPresent(jakarta.ws.rs.Path.class))
                .forEach(type -> collect(Resource.from(type), "", routes));
        return routes;
    }

    private static void collect(Resource resource, String above, Set<String> routes) {
        String path = (above + '/' + resource.getPath()).replaceAll("/{2,}", "/");
        for (ResourceMethod method : resource.getAllMethods()) {
            routes.add(method.getHttpMethod() + ' ' + path);
        }
        resource.getChildResources().forEach(child -> collect(child, path, routes));
    }

    @Test
    void errors_are_problems_with_all_codes_of_the_bridge() {
        assertThat(words(schema("Problem").path("properties").path("code")))
                .containsExactly(
                        Arrays.stream(ProblemCode.values()).map(Enum::name).toArray(String[]::new));
        API.path("paths")
                .forEach(path -> path.forEach(operation -> operation
                        .path("responses")
                        .properties()
                        .forEach(response -> {
                            if (response.getKey().compareTo("400") >= 0) {
                                assertThat(response.getValue()
                                                .at("/content/application~1problem+json/schema/$ref")
                                                .asText())
                                        .isEqualTo("#/components/schemas/Problem");
                            }
                        })));
    }

    @Test
    void a_problem_fits_its_schema() {
        for (ProblemCode code : ProblemCode.values()) {
            JsonNode body = read(Problem.of(code, "detail")
                    .allowing(Set.of(LinkAction.START))
                    .body(code.status(), "/path", "id"));
            assertThat(misfits(body, schema("Problem"), "")).isEmpty();
        }
    }

    @Test
    void a_preview_fits_its_schema() {
        LinkPreview full = new LinkPreview(
                3,
                List.of(new Fault("", "refused")),
                List.of(
                        new FieldChange("/topics", JsonText.newObject().arrayNode(), TextNode.valueOf("x")),
                        new FieldChange("/topics_regex", NullNode.getInstance(), TextNode.valueOf("x"))),
                Arrays.stream(ConnectorChange.Kind.values())
                        .map(kind -> new ConnectorChange(
                                "c",
                                kind,
                                List.of(
                                        new ConnectorChange.Setting("a", Optional.of("1"), Optional.empty()),
                                        new ConnectorChange.Setting("b", Optional.empty(), Optional.of("2")))))
                        .toList(),
                true);
        LinkPreview empty = new LinkPreview(1, List.of(), List.of(), List.of(), false);

        for (LinkPreview preview : List.of(full, empty)) {
            assertThat(misfits(LinkBodies.preview(preview), schema("Preview"), ""))
                    .isEmpty();
        }
        assertThat(words(schema("ConnectorChange").path("properties").path("change")))
                .containsExactly(Arrays.stream(ConnectorChange.Kind.values())
                        .map(ConnectorChange.Kind::word)
                        .toArray(String[]::new));
    }

    @Test
    void the_words_are_those_of_the_code() {
        assertThat(words(property("Link", "type"))).isEqualTo(LinkType.words());
        assertThat(words(property("LinkDocument", "type")))
                .containsAll(LinkType.words())
                .allMatch(word -> LinkType.of(word).isPresent());
        assertThat(words(property("Config", "compression_type"))).isEqualTo(Compression.words());
        assertThat(words(property("Security", "sasl_mechanism"))).isEqualTo(Sasl.Mechanism.words());
        assertThat(words(property("Link", "allowed_actions").path("items")))
                .containsExactlyInAnyOrder(
                        Arrays.stream(LinkAction.values()).map(LinkAction::word).toArray(String[]::new));
    }

    @Test
    void every_reference_leads_somewhere() {
        API.findValues("$ref")
                .forEach(reference -> assertThat(
                                API.at(reference.asText().substring(1)).isObject())
                        .as(reference.asText())
                        .isTrue());
    }

    /** Of files that users copy, and of those that the planner's tests rest on. */
    @ParameterizedTest
    @MethodSource("documents")
    void accepted_documents_and_what_is_answered_fit_the_schema(Path file) throws IOException {
        ObjectNode document = (ObjectNode) read(Files.readAllBytes(file));
        Read<ReplicationLink> link = new LinkReader(() -> "made-up").read(document);

        assertThat(link).isInstanceOf(Read.Valid.class);
        assertThat(misfits(document, schema("LinkDocument"), "")).isEmpty();
        // Field by field in the writer: one that is new there and not in the schema shows here.
        ObjectNode answered = LinkWriter.masked().write(((Read.Valid<ReplicationLink>) link).value());
        assertThat(misfits(answered, schema("LinkDocument"), "")).isEmpty();
    }

    static Stream<Path> documents() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String directory : List.of("../config-examples/links", "src/test/resources/golden")) {
            try (Stream<Path> all = Files.list(Path.of(directory))) {
                all.filter(file -> file.toString().endsWith(".json")
                                && !file.toString().endsWith(".connectors.json"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        assertThat(files).hasSizeGreaterThan(5);
        return files.stream();
    }

    /** The other way round: whatever the schema names, the reader knows. */
    @Test
    void the_reader_knows_every_field_of_the_schema() {
        ObjectNode document = everyField(schema("LinkDocument"));

        Read<ReplicationLink> read = new LinkReader(() -> "made-up").read(document);

        assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                .extracting(fault -> fault.pointer() + ' ' + fault.message())
                .noneMatch(text -> text.contains("is not a known field"));
    }

    @Test
    void the_document_of_a_cluster_is_what_the_reader_knows_and_an_answer_has_no_more_than_is_described() {
        RegisteredClusterReader reader = new RegisteredClusterReader(SecretPolicy.asStored(), Set.of());
        Read<RegisteredCluster> every = reader.read(everyField(schema("ClusterDocument")));
        assertThat(((Read.Invalid<RegisteredCluster>) every).faults())
                .extracting(fault -> fault.pointer() + ' ' + fault.message())
                .noneMatch(text -> text.contains("is not a known field"));
        ObjectNode document = (ObjectNode) read("""
                {"cluster_id": "a", "name": "A", "region": "r", "brokers": ["a:1"], "connect_cluster": "west",
                 "security": {"sasl_mechanism": "PLAIN", "sasl_username": "u", "sasl_password": "p"}}""".getBytes(StandardCharsets.UTF_8));

        ObjectNode answered =
                LinkWriter.masked().write(((Read.Valid<RegisteredCluster>) reader.read(document)).value());

        assertThat(misfits(document, schema("ClusterDocument"), "")).isEmpty();
        assertThat(misfits(answered, schema("ClusterDocument"), "")).isEmpty();
        assertThat(schema("ClusterChanges").path("properties"))
                .isEqualTo(schema("ClusterDocument").path("properties"));
        assertThat(schema("ClusterChanges").has("required")).isFalse();
    }

    @Test
    void an_update_takes_the_fields_of_a_document_and_requires_none() {
        assertThat(schema("LinkChanges").path("properties"))
                .isEqualTo(schema("LinkDocument").path("properties"));
        assertThat(schema("LinkChanges").has("required")).isFalse();
    }

    @Test
    void a_field_that_is_not_described_would_be_found() {
        ObjectNode document = JsonText.newObject().put("colour", "blue");

        assertThat(misfits(document, schema("LinkChanges"), "")).containsExactly("/colour is not described");
    }

    private static ObjectNode everyField(JsonNode schema) {
        ObjectNode node = JsonText.newObject();
        schema.path("properties").properties().forEach(field -> {
            JsonNode target = resolved(field.getValue());
            if (target.has("properties")) {
                node.set(field.getKey(), everyField(target));
            } else if (target.path("additionalProperties").has("$ref")) {
                node.putObject(field.getKey()).set("key", everyField(resolved(target.path("additionalProperties"))));
            } else {
                node.put(field.getKey(), "x");
            }
        });
        return node;
    }

    /** The parts of JSON Schema that the document uses. */
    private static List<String> misfits(JsonNode value, JsonNode unresolved, String at) {
        JsonNode schema = resolved(unresolved);
        List<String> misfits = new ArrayList<>();
        if (!schema.has("type")) {
            return misfits;
        }
        if (!isOfType(value, schema.path("type"))) {
            misfits.add(at + " is no " + schema.path("type"));
            return misfits;
        }
        if (schema.has("enum") && !words(schema).contains(value.asText())) {
            misfits.add(at + " is none of " + words(schema));
        }
        if (schema.has("pattern")
                && !value.asText().matches(schema.path("pattern").asText())) {
            misfits.add(at + " does not match");
        }
        schema.path("required").forEach(field -> {
            if (!value.has(field.asText())) {
                misfits.add(at + '/' + field.asText() + " is missing");
            }
        });
        value.properties().forEach(field -> {
            JsonNode described = schema.path("properties").path(field.getKey());
            JsonNode others = schema.path("additionalProperties");
            String pointer = at + '/' + field.getKey();
            if (!described.isMissingNode()) {
                misfits.addAll(misfits(field.getValue(), described, pointer));
            } else if (others.isObject()) {
                misfits.addAll(misfits(field.getValue(), others, pointer));
            } else {
                misfits.add(pointer + " is not described");
            }
        });
        if (value.isArray()) {
            value.forEach(element -> misfits.addAll(misfits(element, schema.path("items"), at + "/-")));
        }
        return misfits;
    }

    /** One type, or several. */
    private static boolean isOfType(JsonNode value, JsonNode types) {
        return types.isArray()
                ? types.valueStream().anyMatch(type -> isOfType(value, type.asText()))
                : isOfType(value, types.asText());
    }

    private static boolean isOfType(JsonNode value, String type) {
        return switch (type) {
            case "null" -> value.isNull();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> false;
        };
    }

    private static JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? API.at(schema.path("$ref").asText().substring(1)) : schema;
    }

    private static JsonNode schema(String name) {
        return API.path("components").path("schemas").path(name);
    }

    private static JsonNode property(String schema, String field) {
        return resolved(schema(schema).path("properties").path(field));
    }

    private static List<String> words(JsonNode schema) {
        return schema.path("enum").valueStream().map(JsonNode::asText).toList();
    }

    private static JsonNode read(byte[] json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
