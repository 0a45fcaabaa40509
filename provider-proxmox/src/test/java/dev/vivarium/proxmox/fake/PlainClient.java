package dev.vivarium.proxmox.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;

/** Sends requests to the fake as they were sent to the real one, without the client under test in between. */
final class PlainClient {
    private final OkHttpClient http;
    private final HttpUrl root;
    private final String authorization;
    private final String ticket;
    private final String csrf;

    /** What came back. */
    record Came(int status, String reason, String body) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    PlainClient(FakePve fake) {
        this(fake, "PVEAPIToken=root@pam!rig=" + fake.secret());
    }

    PlainClient(FakePve fake, String authorization) {
        this(fake, authorization, "", "");
    }

    PlainClient(FakePve fake, String authorization, String ticket, String csrf) {
        this.ticket = ticket;
        this.csrf = csrf;
        HandshakeCertificates trusted = new HandshakeCertificates.Builder()
                .addTrustedCertificate(fake.certificate())
                .build();
        http = new OkHttpClient.Builder()
                .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager())
                .hostnameVerifier((host, session) -> true)
                .build();
        root = Objects.requireNonNull(HttpUrl.parse(fake.uri().toString()));
        this.authorization = authorization;
    }

    /** Logged in by password. */
    static PlainClient loggedIn(FakePve fake, String user, String password) {
        JsonNode data = new PlainClient(fake, "")
                .send("POST", "/access/ticket", Map.of("username", user, "password", password))
                .json()
                .path("data");
        return new PlainClient(
                fake,
                "",
                data.path("ticket").asText(),
                data.path("CSRFPreventionToken").asText());
    }

    /** Parameters go into the query where there is no body, else into a form. */
    Came send(String method, String path, Map<String, String> parameters) {
        HttpUrl.Builder url = root.newBuilder();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty()) {
                url.addPathSegment(part);
            }
        }
        FormBody.Builder form = new FormBody.Builder();
        boolean inQuery = List.of("GET", "DELETE").contains(method);
        parameters.forEach((name, value) -> {
            if (inQuery) {
                url.addQueryParameter(name, value);
            } else {
                form.add(name, value);
            }
        });
        return send(request(url.build())
                .method(method, inQuery ? null : form.build())
                .build());
    }

    /** Uploads a file, after these fields. */
    Came upload(String storage, Map<String, String> fields, String name, byte[] content) {
        MultipartBody.Builder body = new MultipartBody.Builder().setType(MultipartBody.FORM);
        fields.forEach(body::addFormDataPart);
        body.addFormDataPart("filename", name, RequestBody.create(content, MediaType.get("application/octet-stream")));
        HttpUrl url = root.newBuilder()
                .addPathSegments("nodes/pve/storage/" + storage + "/upload")
                .build();
        return send(request(url).post(body.build()).build());
    }

    Request.Builder request(HttpUrl url) {
        Request.Builder request = new Request.Builder().url(url);
        if (!ticket.isEmpty()) {
            request.header("Cookie", "PVEAuthCookie=" + ticket).header("CSRFPreventionToken", csrf);
        }
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    HttpUrl at(String path) {
        return root.newBuilder().addPathSegments(path).build();
    }

    Came send(Request request) {
        try (Response response = http.newCall(request).execute()) {
            return new Came(response.code(), response.message(), response.body().string());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
