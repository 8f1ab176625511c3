"use strict";

// Shows the spec. What the page may do comes from `settings.json`: whether there is an appliance to call, and its token,
// which is neither in a script nor in the page, where a page of another site could read it.
(async () => {
  const notice = document.getElementById("notice");
  const read = async (name) => {
    const response = await fetch(name);
    if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
    return response.json();
  };
  const words = ({ canCall, token }) => {
    const unofficial = "Unofficial: neither made nor endorsed by Fortinet.";
    if (!canCall) return `${unofficial} These pages only read: to try calls out, start fortinac-mock with --docs.`;
    const where = "Calls go to this embedded appliance, fortinac-mock, which is not a FortiNAC: they change invented records in memory.";
    return token
      ? `${where} Its token is filled in.`
      : `${where} Press Authorize, and enter the token that the program printed: it is only filled in where no other machine can reach the appliance.`;
  };

  try {
    const [spec, settings] = await Promise.all([read("fortinac.json"), read("settings.json")]);
    const ui = SwaggerUIBundle({
      spec,
      dom_id: "#swagger-ui",
      plugins: [search, evidence],
      docExpansion: "none",
      defaultModelsExpandDepth: 0,
      filter: true,
      tagsSorter: "alpha",
      operationsSorter: "alpha",
      deepLinking: true,
      displayOperationId: true,
      displayRequestDuration: true,
      requestSnippetsEnabled: true,
      showExtensions: true,
      supportedSubmitMethods: settings.canCall ? ["get", "put", "post", "delete", "patch"] : [],
      tryItOutEnabled: settings.canCall,
      // No request to any other host, and nothing that stays in the browser.
      validatorUrl: null,
      persistAuthorization: false,
      withCredentials: false,
      onComplete: () => {
        if (settings.token) ui.preauthorizeApiKey("bearer", settings.token);
        notice.textContent = words(settings);
        document.body.dataset.calls = settings.canCall ? "yes" : "no";
        document.body.dataset.ready = "yes";
      },
    });
  } catch (error) {
    notice.textContent = `The documentation cannot be shown: ${error.message}. It needs a web server, for example: python3 -m http.server`;
  }
})();
