// Clarifai's own Node client, told line by line what to do; it answers each line with a line.
//
// {"do": "follow", address, secret, code}   runs an example of the guide over TLS, with the dynamic stub
// {"do": "label", address, secret, secure}  posts and lists a box with the static stubs

const readline = require("node:readline");
const { ClarifaiStub, grpc } = require("clarifai-nodejs-grpc");
const resources = require("clarifai-nodejs-grpc/proto/clarifai/api/resources_pb");
const service = require("clarifai-nodejs-grpc/proto/clarifai/api/service_pb");
const { V2Client } = require("clarifai-nodejs-grpc/proto/clarifai/api/service_grpc_pb");

function metadataOf(secret) {
  const metadata = new grpc.Metadata();
  metadata.set("authorization", `Key ${secret}`);
  return metadata;
}

/** Run an example as it is printed; what its callback throws is what the reader would see. */
function follow({ address, secret, code }) {
  const client = ClarifaiStub.grpc(address);
  return new Promise((resolve, reject) => {
    const call = (name) => (request, metadata, callback) =>
      client[name](request, metadata, (error, response) => {
        try {
          callback(error, response);
          resolve(response);
        } catch (thrown) {
          reject(thrown);
        }
      });
    const stub = new Proxy({}, { get: (_, name) => call(name) });
    const silent = { log() {} };
    new Function("stub", "metadata", "console", code)(stub, metadataOf(secret), silent);
  });
}

function asked(client, method, request, metadata) {
  return new Promise((resolve, reject) =>
    client[method](request, metadata, (error, response) => (error ? reject(error) : resolve(response.toObject()))),
  );
}

async function label({ address, secret, secure }) {
  const client = new V2Client(address, secure ? grpc.credentials.createSsl() : grpc.credentials.createInsecure());
  const box = new resources.BoundingBox().setTopRow(0.1).setLeftCol(0.2).setBottomRow(0.6).setRightCol(0.7);
  const said = new resources.Data().setConceptsList([new resources.Concept().setId("tree").setValue(1)]);
  const region = new resources.Region().setRegionInfo(new resources.RegionInfo().setBoundingBox(box)).setData(said);
  const annotation = new resources.Annotation().setInputId("one").setData(new resources.Data().setRegionsList([region]));
  const metadata = metadataOf(secret);
  const posting = new service.PostAnnotationsRequest().setAnnotationsList([annotation]);
  const posted = await asked(client, "postAnnotations", posting, metadata);
  const listing = new service.ListAnnotationsRequest().setInputIdsList(["one"]);
  return { posted, listed: await asked(client, "listAnnotations", listing, metadata) };
}

const deeds = { follow, label };

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const wanted = JSON.parse(line);
    let answer;
    try {
      answer = { answer: await deeds[wanted.do](wanted) };
    } catch (error) {
      answer = { error: String(error?.stack ?? error) };
    }
    console.log(JSON.stringify(answer));
  }
}

main();
