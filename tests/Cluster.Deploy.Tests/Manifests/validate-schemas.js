// node validate-schemas.js MODULES FILE: checks each object of a JSON array against Kubernetes' schema: required fields and values of enums.
const path = require("path");
const [modules, file] = process.argv.slice(2);
let broken = 0;
for (const object of require(path.resolve(file))) {
  const models = require(path.join(path.resolve(modules), "kubernetes-models", object.apiVersion));
  try {
    new models[object.kind](object).validate();
  } catch (error) {
    console.log(`${object.kind} ${object.metadata.name}: ${error.message}`);
    broken++;
  }
}
process.exit(broken);
